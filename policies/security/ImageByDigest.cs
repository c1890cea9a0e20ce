using System.Text;
using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;
using static Policies.Support.Workloads;

namespace Policies.Security;

internal static partial class ImageByDigest
{
    private const string Form = "must name the image by digest: repository@sha256:...";

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "image-by-digest",
        "Images are named by digest: a tag that is pushed again updates nothing, or what nobody reviewed.",
        new()
        {
            ["aws:lambda/function:Function"] = (props, context) =>
            {
                if (props["packageType"].AsString == "Image")
                    Check(props["imageUri"], "imageUri", context.Report);
            },
            [TaskDefinition] = (props, context) => Containers(props, (container, path) => Check(container["image"], $"{path}.image", context.Report)),
            ["aws:ec2/launchTemplate:LaunchTemplate"] = (props, context) => UserData(props["userData"], context),
            ["aws:sagemaker/model:Model"] = (props, context) => All(
                () => Check(props["primaryContainer"]["image"], "primaryContainer.image", context.Report),
                () => Each(props["containers"], (container, index) => Check(container["image"], $"containers[{index}].image", context.Report))),
            [PodTypes] = Pods((container, path, _, report) => Check(container["image"], $"{path}.image", report)),
        });

    private static void Check(PropertyValue image, string path, Action<string> report)
    {
        if (!Digest().IsMatch(image.Text()))
            report($"{path} {Form}");
    }

    // What instances start is in a script, which is Base64.
    private static void UserData(PropertyValue script, Context context)
    {
        var bytes = new byte[script.Text().Length];
        if (Convert.TryFromBase64String(script.Text(), bytes, out var length) && Image().Matches(Encoding.UTF8.GetString(bytes, 0, length)).Any(image => !Digest().IsMatch(image.Value)))
            context.Report($"userData {Form}");
    }

    [GeneratedRegex(@"[0-9]{12}\.dkr\.ecr\.[a-z0-9.-]+/[^\s""'\\]+")]
    private static partial Regex Image();

    [GeneratedRegex(@"@sha256:[0-9a-f]{64}\z")]
    private static partial Regex Digest();
}
