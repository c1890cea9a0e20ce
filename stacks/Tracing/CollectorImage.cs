using Pulumi;
using Pulumi.DockerBuild.Inputs;
using Stacks.Configuration;
using Stacks.Registry;

namespace Stacks.Tracing;

/// <summary>Where the collector's image comes from.</summary>
internal static class CollectorImage
{
    // Checked by its digest where one is configured; the tag is what is copied otherwise.
    private const string Source = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

    /// <summary>The collector; null where nothing runs beside the service, or nothing is traced.</summary>
    public static TraceCollector? For(Settings settings, Output<string> account)
    {
        if (!settings.HasCollector)
            return null;
        // The network has no way to a public registry, so the image is copied to one that it reaches.
        var copy = new ImageBuild(new DockerfileArgs { Inline = $"FROM {Source}" }, ".");
        var image = new ServiceImage("collector", RepositoryNames.Url(RepositoryNames.Collector, account, settings.Region), settings.Tracing.CollectorDigest, copy, settings.Service.Architecture);
        return new TraceCollector(image.Uri, RepositoryNames.Arn(RepositoryNames.Collector, account, settings.Region));
    }
}
