using Policies.Capacity;
using Policies.Security;
using Policies.Tagging;
using Pulumi.Policy;

return await PolicyPack.RunAsync(CapacityPack.Create(), SecurityPack.Create(), TaggingPack.Create());
