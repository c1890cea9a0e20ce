namespace RoomTypes.Evidently;

/// <summary>Names, paths and ARNs of resources.</summary>
internal static class Names
{
    /// <summary>Where every document of this API lies.</summary>
    public const string Root = "evidently/";

    /// <summary>Where projects lie.</summary>
    public const string Projects = Root + "project/";

    /// <summary>Where segments lie.</summary>
    public const string Segments = Root + "segment/";

    private static readonly string Region = Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region : "us-east-1";

    /// <summary>The document of a project.</summary>
    public static string Project(string project) => Projects + project;

    /// <summary>The document of a feature, launch or experiment.</summary>
    public static string Resource(string project, string kind, string name) => $"{Projects}{project}/{kind}/{name}";

    /// <summary>The ARN of a document's resource. There is no account: a row of zeros stands for it.</summary>
    public static string Arn(string path) => $"arn:aws:evidently:{Region}:000000000000:{path[Root.Length..]}";

    /// <summary>The document that an ARN names.</summary>
    /// <exception cref="EvidentlyException">It is no ARN.</exception>
    public static string OfArn(string arn) =>
        arn.Split(':', 6) is ["arn", _, _, _, _, var resource] ? Root + resource : throw EvidentlyException.Invalid("resourceArn", arn, "an ARN");

    /// <summary>The name in a reference: a name, or an ARN that ends with it.</summary>
    /// <param name="reference">The name or ARN.</param>
    /// <param name="kind">project or segment.</param>
    public static string OfReference(string reference, string kind)
    {
        var name = reference.Split(':', 6) is ["arn", _, _, _, _, var resource] && resource.StartsWith($"{kind}/", StringComparison.Ordinal)
            ? resource[(kind.Length + 1)..]
            : reference;
        return IsName(name, 127) ? name : throw EvidentlyException.Invalid(kind, reference, "a name of A-Z a-z 0-9 . _ - or its ARN");
    }

    /// <summary>The parts of a request's path. Names may be ARNs; some clients escape the slash within and some do not.</summary>
    public static string[] Parts(string path)
    {
        var parts = path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToList();
        var split = parts.FindIndex(part => part.StartsWith("arn:", StringComparison.Ordinal) && !part.Contains('/'));
        if (split < 0 || split + 1 >= parts.Count || parts[0] == "tags") return [.. parts];
        parts[split] += $"/{parts[split + 1]}";
        parts.RemoveAt(split + 1);
        return [.. parts];
    }

    /// <summary>Whether a text is 1 to <paramref name="longest"/> of A-Z a-z 0-9 . _ -</summary>
    public static bool IsName(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
