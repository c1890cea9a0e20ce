using Policies.Support;
using Pulumi.Policy;

namespace Policies.Tagging;

/// <summary>One place where a resource's tags come from. Both members throw where the tags are not known yet.</summary>
internal abstract class TagSource
{
    /// <summary>Names of the tags.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The value of a tag that is among <see cref="Names"/>.</summary>
    public abstract PropertyValue ValueOf(string name);

    /// <summary>The places of a resource's tags, nearest first.</summary>
    public static IReadOnlyList<TagSource> Of(ResourcePolicyArgs resource) => resource.Type switch
    {
        // A list, so that each tag can say whether instances get it too; the provider's default tags do not reach it.
        TaggableTypes.AutoScalingGroup => [new List(() => resource.Props["tags"])],
        TaggableTypes.NodeClass => [new Map(() => resource.Props["spec"]["tags"])],
        _ =>
        [
            new Map(() => resource.Props["tags"]),
            new Map(() => resource.Props["tagsAll"]),
            new Map(() => resource.Provider?.Props["defaultTags"].Json()["tags"]),
        ],
    };

    private sealed class Map(Func<PropertyValue?> tags) : TagSource
    {
        public override IReadOnlyList<string> Names => [.. tags()?.Keys ?? []];

        public override PropertyValue ValueOf(string name) => tags()![name];
    }

    private sealed class List(Func<PropertyValue> tags) : TagSource
    {
        // What instances do not get is on no bill.
        public override IReadOnlyList<string> Names => [.. tags().Items.Where(tag => tag["propagateAtLaunch"].IsTruthy).Select(tag => tag["key"].Text())];

        // Only the value of the tag that is asked for is read: others may be unknown.
        public override PropertyValue ValueOf(string name) => tags().Items.First(tag => tag["key"].Text() == name)["value"];
    }
}
