namespace RoomTypes.Hosting;

/// <summary>Failures to start that are the operator's to mend: told in a sentence, without a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    /// <summary>Whether Kestrel could not listen because another process does.</summary>
    public static bool IsPortTaken(IOException exception) =>
        exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException;
}
