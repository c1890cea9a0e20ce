using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Hazards;

/// <summary>A change in place that the cloud refuses, or that requests feel.</summary>
internal static class UpdateHazards
{
    private const string ScalingTarget = "aws:appautoscaling/target:Target";

    public static IEnumerable<Hazard> Of(Step step, Cloud cloud, HashSet<CloudObject> live)
    {
        var rule = ProviderTable.Find(step.Type);
        var isLive = cloud.Of(step.Old) is { } changed && live.Contains(changed);
        foreach (var inPlace in rule.RefusedInPlace.Where(entry => PropertyPath.Touches(step.Changed, entry.Input) && Applies(entry, step, cloud)))
        {
            if (inPlace.Kind != "down")
                yield return new Hazard(HazardKind.Refused, step, step.Urn, inPlace.Why, inPlace.Do);
            else if (isLive)
                yield return new Hazard(HazardKind.Down, step, step.Urn, inPlace.Why, inPlace.Do);
        }
        if (rule.Capacity is { } capacity && isLive && FallsBelow(step, capacity, cloud) is { } least)
            yield return new Hazard(HazardKind.Down, step, step.Urn, $"Its {capacity} falls below the fewest, {least}, until scaling acts.", $"Leave {capacity} to scaling, or set it to {least} at least.");
    }

    private static bool Applies(InPlaceRule rule, Step step, Cloud cloud) => rule.When switch
    {
        "changes" => true,
        "noneStays" => NoneStays(rule.Input, step, cloud),
        "lower" => Version.TryParse(Text(step.Old!, rule.Input), out var before) && Version.TryParse(Text(step.New!, rule.Input), out var after) && after < before,
        "replaced" => Named(step, rule.Input, cloud).Any(used => used.IsReplacement),
        _ => throw new InvalidOperationException($"The table says '{rule.When}' of {step.Type} {rule.Input}: allowed is changes, noneStays, lower or replaced."),
    };

    // Of values that are made of other objects, those stay that the objects do.
    private static bool NoneStays(string input, Step step, Cloud cloud)
    {
        var named = Named(step, input, cloud).Where(used => used.Resource.Type == "aws:ec2/subnet:Subnet").ToList();
        if (named.Count > 0)
            return named.All(used => used.IsReplacement || !step.Old!.PropertyDependencies.GetValueOrDefault(input.Split('.')[0], []).Contains(used.Resource.Urn));
        return !List(step.Old!, input).Intersect(List(step.New!, input)).Any();
    }

    private static IReadOnlyList<CloudObject> Named(Step step, string input, Cloud cloud) =>
        [.. step.New!.PropertyDependencies.GetValueOrDefault(input.Split('.')[0], []).Select(cloud.Find).OfType<CloudObject>()];

    private static double? FallsBelow(Step step, string capacity, Cloud cloud)
    {
        if (!PropertyPath.Touches(step.Changed, capacity) || Number(Text(step.New!, capacity)) is not { } wanted)
            return null;
        var fewest = cloud.Present
            .Where(item => item.Resource.Type == ScalingTarget && item.Uses.Values.Any(uses => uses.Any(used => used.Resource.Urn == step.Urn)))
            .Select(item => Number(Text(item.Resource, "minCapacity")) ?? 0)
            .Append(1).Max();
        return wanted < fewest ? fewest : null;
    }

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(ResourceState resource, string path) => At(resource, path) is { } value ? PropertyJson.Convert(value)?.ToString() ?? "" : "";

    private static IEnumerable<string> List(ResourceState resource, string path) =>
        At(resource, path) is { KindCase: Value.KindOneofCase.ListValue } list ? list.ListValue.Values.Select(item => PropertyJson.Convert(item)?.ToString() ?? "") : [];

    private static Value? At(ResourceState resource, string path)
    {
        var value = Value.ForStruct(resource.Inputs);
        foreach (var part in path.Split('.'))
        {
            if (PropertyValue.Unwrap(value) is not { KindCase: Value.KindOneofCase.StructValue } structure || !structure.StructValue.Fields.TryGetValue(part, out var inner))
                return null;
            value = inner;
        }
        return PropertyValue.Unwrap(value);
    }
}
