using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Workloads;

namespace Policies.Security;

internal static class ContainerReadOnlyRoot
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "container-read-only-root",
        "Containers cannot write to their root file system: what breaks in leaves nothing behind.",
        new()
        {
            [TaskDefinition] = (props, context) => Containers(props, (container, path) =>
            {
                if (container["readonlyRootFilesystem"].AsBoolean != true)
                    context.Report($"{path}.readonlyRootFilesystem must be true");
            }),
            [PodTypes] = Pods((container, path, _, report) =>
            {
                if (container["securityContext"]["readOnlyRootFilesystem"].AsBoolean != true)
                    report($"{path}.securityContext.readOnlyRootFilesystem must be true");
            }),
        });
}
