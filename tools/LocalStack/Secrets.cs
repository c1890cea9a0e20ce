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

    /// <summary>The access key that requests are signed with: its id and its secret.</summary>
    public static (string Id, string Secret) Key(StackOptions options)
    {
        if (!File.Exists(options.Keys))
        {
            var key = new { name = "local", accessKeyId = $"AKIDLOCAL{RandomNumberGenerator.GetHexString(11)}", secretAccessKey = RandomNumberGenerator.GetHexString(40, lowercase: true) };
            Write(options.Keys, JsonSerializer.Serialize(new { keys = new[] { key } }));
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(options.Keys));
        var first = document.RootElement.GetProperty("keys")[0];
        return (first.GetProperty("accessKeyId").GetString()!, first.GetProperty("secretAccessKey").GetString()!);
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
