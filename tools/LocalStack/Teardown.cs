namespace RoomTypes.LocalStack;

/// <summary>./run down.</summary>
internal static class Teardown
{
    // What the folder of a stack has: nothing else is deleted.
    private static readonly string[] Own = ["postgres", "redis", "run"];
    private static readonly string[] OwnFiles = ["password", "keys.json", "credentials", "lock"];

    /// <summary>Ends the stack, and deletes its data if it is asked to.</summary>
    public static async Task RunAsync(string data, bool purges, CancellationToken cancellationToken)
    {
        var stack = Records.OfStack(data);
        Console.WriteLine(stack.Find() is null ? $"Nothing runs on '{data}'." : $"Ending what runs on '{data}'.");
        await stack.EndAsync(Signal.Terminate, Records.Patience, cancellationToken);
        await Records.EndLeftoversAsync(data, cancellationToken);
        if (!purges || !Directory.Exists(data)) return;
        foreach (var folder in Own.Select(name => Path.Combine(data, name)).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        foreach (var file in OwnFiles) File.Delete(Path.Combine(data, file));
        if (!Directory.EnumerateFileSystemEntries(data).Any()) Directory.Delete(data);
        Console.WriteLine("Its data is deleted.");
    }
}
