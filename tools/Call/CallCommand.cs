using System.CommandLine;
using RoomTypes.Client;

namespace RoomTypes.Calling;

/// <summary>./run call: sends pictures, and tells which rooms they show.</summary>
internal static class CallCommand
{
    /// <summary>The command.</summary>
    public static Command Make()
    {
        var pictures = new Argument<string[]>("PICTURE") { Description = "Pictures, or folders of them", Arity = ArgumentArity.OneOrMore };
        var url = new Option<string>("--url") { Description = "The service, with the stage if it is an API's", DefaultValueFactory = _ => "http://localhost:8080" };
        var region = new Option<string?>("--region") { Description = "Sign for this AWS region; default: the one that an address of execute-api names, else nothing is signed" };
        var profile = new Option<string?>("--profile") { Description = "The AWS profile to sign with; default: the environment's credentials" };
        var entity = new Option<string>("--entity") { Description = "The unit of experiments, for example the robot's id", DefaultValueFactory = _ => "" };
        var output = new Option<string?>("--out") { Description = "Write the answers into this file instead; what is in it is not asked again, so that an ended run goes on" };
        var parallel = new Option<int>("--parallel") { Description = "How many pictures are under way at once, 1 to 64", DefaultValueFactory = _ => 4 };
        var command = new Command("call", "Sends pictures and writes the answers as JSON lines. Ends with 1 if some were refused, with 2 if nothing could be asked.") { pictures, url, region, profile, entity, output, parallel };
        command.SetAction(async (arguments, cancellation) =>
        {
            var atOnce = arguments.GetValue(parallel) is >= 1 and <= 64 and var number ? number : throw new CallException($"--parallel is '{arguments.GetValue(parallel)}'; allowed is 1 to 64.");
            using var client = Target.Read(arguments.GetRequiredValue(url), arguments.GetValue(region), arguments.GetValue(profile)).Client();
            using var journal = Journal.Open(arguments.GetValue(output));
            return await SendAsync(client, journal, Pictures.Find(arguments.GetRequiredValue(pictures)), arguments.GetRequiredValue(entity), atOnce, cancellation);
        });
        return command;
    }

    private static async Task<int> SendAsync(RoomTypesClient client, Journal journal, IReadOnlyList<string> pictures, string entity, int atOnce, CancellationToken cancellation)
    {
        var (waiting, done, refused) = (pictures.Where(picture => !journal.Done.Contains(picture)).ToList(), pictures.Count(journal.Done.Contains), 0);
        if (done > 0) await Console.Error.WriteLineAsync($"{done} of {pictures.Count} were answered before.");
        await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, async (picture, token) =>
        {
            try
            {
                await using var content = File.OpenRead(picture);
                journal.Add(picture, await client.RecognizeAsync(content, Pictures.TypeOf(picture), entity, token));
            }
            catch (RoomTypesException exception) when (exception.Status is System.Net.HttpStatusCode.UnprocessableEntity or System.Net.HttpStatusCode.RequestEntityTooLarge)
            {
                // Of this picture alone.
                Interlocked.Increment(ref refused);
                await Console.Error.WriteLineAsync($"{picture}: {exception.Message}");
            }

            var count = Interlocked.Increment(ref done);
            if (count % 10 == 0 || count == pictures.Count) await Console.Error.WriteLineAsync($"{count} of {pictures.Count}");
        });
        return refused > 0 ? 1 : 0;
    }
}
