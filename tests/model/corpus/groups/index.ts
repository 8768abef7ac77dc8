/** Every group of the corpus. */
import type { Group } from "../entry";
import { ESTATES } from "./estates";
import { FRAMEWORKS } from "./frameworks";
import { GUARDS } from "./guards";
import { GUIDE_ENCRYPTION } from "./guideEncryption";
import { GUIDE_PERMISSIONS } from "./guidePermissions";
import { GUIDE_RULES } from "./guideRules";
import { LOG_ARCHIVES } from "./logArchives";
import { ROLES } from "./roles";
import { TERRAFORM_MODULES } from "./terraformModules";

export const GROUPS: readonly Group[] = [
  GUIDE_PERMISSIONS,
  GUIDE_ENCRYPTION,
  GUIDE_RULES,
  TERRAFORM_MODULES,
  FRAMEWORKS,
  ESTATES,
  GUARDS,
  LOG_ARCHIVES,
  ROLES,
];
