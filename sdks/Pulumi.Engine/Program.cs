using Pulumi.Engine.Commands;

return await CommandLine.RunAsync(args);
