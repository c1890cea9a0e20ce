using Pulumi;
using Stacks;

return await Deployment.RunAsync<RoomTypeStack>();
