using System.CommandLine;
using Pipelines;
using RoomTypes.PipelineTool.Runs;

namespace RoomTypes.PipelineTool;

/// <summary>./run pipeline approve: lets a run that waits for somebody go on, or end.</summary>
internal static class ApproveCommand
{
    public static Command Make()
    {
        var id = new Argument<string>("ID") { Description = "The run, as it tells when it waits" };
        var reason = new Option<string>("--reason") { Description = "Why, for the record", Required = true };
        var by = new Option<string>("--by") { Description = "Who decides, for the record; default: who is logged in", DefaultValueFactory = _ => Environment.UserName };
        var refuse = new Option<bool>("--refuse") { Description = "Refuse: the run ends there" };
        var command = new Command("approve", "Decides for a run that waits for it, and keeps who did and why.") { id, reason, by, refuse };
        command.SetAction(arguments =>
        {
            try
            {
                var isApproved = !arguments.GetValue(refuse);
                var step = new RunFolders(arguments.GetRequiredValue(RunCommand.State)).Decide(
                    arguments.GetRequiredValue(id), new(arguments.GetRequiredValue(by), arguments.GetRequiredValue(reason), isApproved, DateTimeOffset.UtcNow));
                Console.WriteLine($"'{step}' of {arguments.GetValue(id)} is {(isApproved ? "approved; it goes on where it runs, or with the next ./run pipeline" : "refused; the run ends there")}.");
                return 0;
            }
            catch (Exception exception) when (exception is PipelineException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(exception.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }
}
