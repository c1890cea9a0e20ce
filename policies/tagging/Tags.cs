using System.Runtime.ExceptionServices;
using Pulumi.Policy;

namespace Policies.Tagging;

/// <summary>Tags of a resource, wherever they come from.</summary>
internal static class Tags
{
    /// <summary>Names of the given tags that no source has. What one source knows counts even where another is unknown.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<string> names, ResourcePolicyArgs resource)
    {
        List<string> absent = [.. names];
        ExceptionDispatchInfo? unknown = null;
        foreach (var source in TagSource.Of(resource))
        {
            try
            {
                var present = source.Names;
                absent.RemoveAll(present.Contains);
            }
            catch (UnknownValueException error)
            {
                unknown ??= ExceptionDispatchInfo.Capture(error);
            }
        }
        if (absent.Count > 0)
            unknown?.Throw();
        return absent;
    }

    /// <summary>The value of a tag, from the nearest source that has it; null where none has.</summary>
    public static PropertyValue? ValueOf(string name, IEnumerable<TagSource> sources) =>
        sources.FirstOrDefault(source => source.Names.Contains(name))?.ValueOf(name);

    /// <summary>Adds a tag to a resource's inputs.</summary>
    public static void Add(ResourcePolicyArgs resource, string name, string value)
    {
        if (resource.Type == TaggableTypes.AutoScalingGroup)
        {
            resource.Props.GetOrSet("tags", PropertyValue.FromList())
                .Add(PropertyValue.FromMap(("key", name), ("value", value), ("propagateAtLaunch", true)));
            return;
        }
        var holder = resource.Type == TaggableTypes.NodeClass ? resource.Props.GetOrSet("spec", PropertyValue.FromMap()) : resource.Props;
        holder.GetOrSet("tags", PropertyValue.FromMap()).Set(name, value);
    }
}
