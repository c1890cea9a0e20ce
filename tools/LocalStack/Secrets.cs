using System.Security.Cryptography;
using System.Text.Json;

namespace RoomTypes.LocalStack;

/// <summary>Passwords and keys, made once and kept where the stack's user alone reads them.</summary>
internal static class Secrets
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The servers' password.</summary>
    public static string Password(StackOptions options)
    {
        var file = Path.Combine(options.Data, "password");
        if (!File.Exists(file)) Write(file, RandomNumberGenerator.GetHexString(32, lowercase: true));
        return File.ReadAllText(file);
    }

    /// <summary>Makes the access key that requests are signed with: a file for the service, and one for those who call it.</summary>
    public static void MakeKey(StackOptions options)
    {
        if (File.Exists(options.Keys) && File.Exists(options.Credentials)) return;
        var (id, secret) = ($"AKIDLOCAL{RandomNumberGenerator.GetHexString(11)}", RandomNumberGenerator.GetHexString(40, lowercase: true));
        Write(options.Keys, JsonSerializer.Serialize(new { keys = new[] { new { name = StackOptions.Profile, accessKeyId = id, secretAccessKey = secret } } }));
        Write(options.Credentials, $"[{StackOptions.Profile}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
    }

    /// <summary>Writes a file that nobody else may read.</summary>
    public static void Write(string file, string text)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = Own;
        using var stream = new FileStream(file, how);
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }
}
