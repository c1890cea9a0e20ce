using System.Text.Json;

namespace Policies.Tagging;

/// <summary>Types of resources that take tags.</summary>
internal static class TaggableTypes
{
    public const string AutoScalingGroup = "aws:autoscaling/group:Group";

    /// <summary>The class of EKS nodes, which gives its tags to the instances.</summary>
    public const string NodeClass = "kubernetes:eks.amazonaws.com/v1:NodeClass";

    private static readonly Lazy<HashSet<string>> MapTypes = new(Read);

    public static bool Contains(string type) => type is AutoScalingGroup or NodeClass || MapTypes.Value.Contains(type);

    private static HashSet<string> Read()
    {
        using var file = typeof(TaggableTypes).Assembly.GetManifestResourceStream("taggable.json")!;
        using var document = JsonDocument.Parse(file);
        return [.. document.RootElement.EnumerateArray().Select(type => type.GetString()!)];
    }
}
