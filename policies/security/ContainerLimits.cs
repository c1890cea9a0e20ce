using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;
using static Policies.Support.Workloads;

namespace Policies.Security;

internal static class ContainerLimits
{
    private static readonly string[] Limits = ["cpu", "memory"];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "container-limits",
        "Containers have limits of CPU and memory: the service sizes its workers to them, and neighbours keep theirs.",
        new()
        {
            [TaskDefinition] = (props, context) => Each(Limits, name =>
            {
                // A limit of the task holds for all its containers.
                if (props[name].IsTruthy)
                    return;
                Containers(props, (container, path) =>
                {
                    if (!container[name].IsTruthy)
                        context.Report($"{name} must be set, or {path}.{name}");
                });
            }),
            [PodTypes] = Pods((container, path, _, report) => Each(Limits, name =>
            {
                if (!container["resources"]["limits"][name].IsTruthy)
                    report($"{path}.resources.limits.{name} must be set");
            })),
        });
}
