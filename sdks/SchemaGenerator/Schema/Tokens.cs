namespace Pulumi.SchemaGenerator.Schema;

/// <summary>Parts of tokens (<c>package:module/file:Name</c>) and keys (<c>module:Name</c>).</summary>
internal static class Tokens
{
    /// <summary>The C# class of a token or key.</summary>
    public static string NameOf(string token)
    {
        var name = token.Substring(token.LastIndexOf(':') + 1);
        return char.ToUpperInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>The module of a token; the file is no part of it in packages that have one (<paramref name="hasFiles"/>).</summary>
    public static string ModuleOf(string token, bool hasFiles)
    {
        var module = token.Split(':')[1];
        return hasFiles && module.IndexOf('/') is var slash and > 0 ? module.Substring(0, slash) : module;
    }

    /// <summary>The module of a key.</summary>
    public static string ModuleOfKey(string key) => key.Substring(0, key.IndexOf(':'));
}
