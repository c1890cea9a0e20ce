using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;
using static Policies.Support.Workloads;

namespace Policies.Security;

internal static partial class ContainerNonRoot
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "container-non-root",
        "Containers run as a user other than root and cannot become root: a hole in the service is no hole in the host.",
        new()
        {
            [TaskDefinition] = (props, context) => Containers(props, (container, path) => All(
                () => ReportIf(IsRoot(container["user"]), $"{path}.user must be set, and not root", context.Report),
                () => ReportIf(container["privileged"].IsTruthy, $"{path}.privileged must be false", context.Report))),
            [PodTypes] = Pods((container, path, pod, report) => All(
                () =>
                {
                    var nonRoot = OfContainerOrPod("runAsNonRoot", container, pod).AsBoolean == true;
                    var user = OfContainerOrPod("runAsUser", container, pod).AsNumber;
                    ReportIf(!nonRoot || user == 0, $"{path}.securityContext.runAsNonRoot must be true, there or for the pod, and runAsUser not 0", report);
                },
                () => ReportIf(container["securityContext"]["privileged"].IsTruthy, $"{path}.securityContext.privileged must be false", report),
                () => ReportIf(
                    container["securityContext"]["allowPrivilegeEscalation"].AsBoolean != false,
                    $"{path}.securityContext.allowPrivilegeEscalation must be false",
                    report))),
        });

    private static void ReportIf(bool isWrong, string message, Action<string> report)
    {
        if (isWrong)
            report(message);
    }

    private static PropertyValue OfContainerOrPod(string name, PropertyValue container, PropertyValue pod) =>
        container["securityContext"][name] is { IsMissing: false } own ? own : pod["securityContext"][name];

    /// <summary>ECS takes user, user:group, uid and uid:gid; none means the image's, which a policy cannot see.</summary>
    private static bool IsRoot(PropertyValue user) => !user.IsTruthy || Root().IsMatch(user.Text());

    [GeneratedRegex(@"^(root|0+)(:|\z)")]
    private static partial Regex Root();
}
