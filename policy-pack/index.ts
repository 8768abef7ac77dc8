/** The pack as the engine loads it. */
import { PolicyPack } from "@pulumi/policy";
import { NAME, pack } from "./pack";

new PolicyPack(NAME, pack);
