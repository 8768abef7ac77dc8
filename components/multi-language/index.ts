/** The entry of the component package: the components that programs in other languages can use. */
export { ReceivingBucket } from "./receivingBucket";
export { ReplicatedBucket } from "./replicatedBucket";
