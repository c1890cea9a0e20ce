using Bootstrap;
using Pulumi;

return await Deployment.RunAsync<AccountStack>();
