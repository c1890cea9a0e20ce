using System.Runtime.ExceptionServices;
using Pulumi.Policy;

namespace Policies.Support;

/// <summary>
/// Runs checks beside each other. To read an unknown value ends a policy with an advisory note: without this a violation could hide
/// behind an unknown value that happens to be read first.
/// </summary>
internal static class Checks
{
    /// <summary>Runs every check, then throws the first error of any.</summary>
    public static void All(params IEnumerable<Action> checks)
    {
        ExceptionDispatchInfo? first = null;
        foreach (var check in checks)
        {
            try
            {
                check();
            }
            catch (UnknownValueException error)
            {
                first ??= ExceptionDispatchInfo.Capture(error);
            }
        }
        first?.Throw();
    }

    /// <summary>Checks every item of a list as <see cref="All"/> does; what is no list has none.</summary>
    public static void Each(PropertyValue list, Action<PropertyValue, int> check) =>
        Each(Enumerable.Range(0, list.Kind == PropertyKind.List ? list.Count : 0), index => check(list[index], index));

    /// <summary>Checks each of several things as <see cref="All"/> does.</summary>
    public static void Each<T>(IEnumerable<T> items, Action<T> check) => All(items.Select(item => (Action)(() => check(item))));
}
