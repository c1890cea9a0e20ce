import { PolicyPack } from "@pulumi/policy";
import { managedByTag } from "./managed-by-tag";
import { requiredTags } from "./required-tags";
import { tagValues } from "./tag-values";

new PolicyPack("tagging", { enforcementLevel: "mandatory", policies: [managedByTag, requiredTags, tagValues] });
