using Microsoft.Extensions.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Http;
using Seams.Tests.Support;
using Stacks.Service;

namespace Seams.Tests;

/// <summary>The image, the service in it, and the backends around it agree.</summary>
public class ContainerTests
{
    private static readonly Dockerfile Image = Dockerfile.Read();

    [Fact]
    public void Container_PortUserHealthAndVolume_AreTheDockerfiles()
    {
        Assert.Equal(ServiceContainer.Port, Image.Port);
        Assert.Equal($"{ServiceContainer.Port}", Image.Environment["ASPNETCORE_HTTP_PORTS"]);
        Assert.Equal(ServiceContainer.User, Image.User);
        Assert.Equal(Image.HealthCommand, ServiceContainer.HealthCommand);
        // Fargate gives the volume the folder's owner only if the image declares it.
        Assert.Equal([ServiceContainer.WritableFolder], Image.Volumes);
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    public async Task Container_OnABackend_IsTheDockerfiles(string backend)
    {
        var container = Containers.Of(await Plans.OfAsync("prod", backend), backend);

        Assert.Equal(Image.Port, container.Port);
        Assert.Equal(Image.User, container.User);
        var options = ServiceOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(Image.Environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build());
        Assert.True(options.Shutdown.DrainSeconds + options.Shutdown.GraceSeconds < container.StopSeconds, $"the service takes {options.Shutdown.DrainSeconds} + {options.Shutdown.GraceSeconds} s to stop, {backend} waits {container.StopSeconds}");
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    public async Task LoadBalancer_HealthPath_IsTheServicesReadiness(string backend)
    {
        var plan = await Plans.OfAsync("prod", backend);

        Assert.Equal(Routes.Ready, ServiceContainer.ReadyPath);
        Assert.All(plan.Inputs("aws:lb/targetGroup:TargetGroup"), targets => Assert.Equal(Routes.Ready, targets.Fields["healthCheck"].StructValue.Fields["path"].StringValue));
    }

    [Fact]
    public async Task Pods_ScrapingAnnotations_NameTheServicesMetrics()
    {
        var deployment = Assert.Single((await Plans.OfAsync("prod", "eks")).Inputs("kubernetes:apps/v1:Deployment"));
        var annotations = deployment.Fields["spec"].StructValue.Fields["template"].StructValue.Fields["metadata"].StructValue.Fields["annotations"].StructValue.Fields;

        Assert.Equal(
            ["prometheus.io/path " + MetricsEndpoint.Path, $"prometheus.io/port {Image.Port}", "prometheus.io/scrape true"],
            annotations.Select(annotation => $"{annotation.Key} {annotation.Value.StringValue}").Order());
    }
}
