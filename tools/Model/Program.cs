using System.CommandLine;
using RoomTypes.ModelTool;

var command = new RootCommand("The life of models: what the registry has, and how a version becomes the one that answers. Ends with 1 if something is refused, with 2 if it cannot be done.")
{
    ModelCommand.Models,
};
ListCommands.AddTo(command);
RegisterCommand.AddTo(command);
PromoteCommand.AddTo(command);
ChangeCommands.AddTo(command);
VerifyCommand.AddTo(command);
return await command.Parse(args).InvokeAsync();
