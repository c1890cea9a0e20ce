using System.Collections.Immutable;
using System.Text.Json;

namespace Stacks.Tests.Registry;

public class ImageRegistryTests
{
    [Fact]
    public async Task Repository_Tags_AreImmutableAndImagesScanned()
    {
        var (_, mocks) = await StackRun.RunAsync();

        var repository = mocks.Inputs("aws:ecr/repository:Repository");
        Assert.Equal("IMMUTABLE", repository["imageTagMutability"]);
        Assert.Equal(true, ((ImmutableDictionary<string, object>)repository["imageScanningConfiguration"])["scanOnPush"]);
    }

    [Fact]
    public async Task LifecyclePolicy_Rules_KeepTheNewestThirty()
    {
        var (_, mocks) = await StackRun.RunAsync();

        using var policy = JsonDocument.Parse((string)mocks.Inputs("aws:ecr/lifecyclePolicy:LifecyclePolicy")["policy"]);
        var selection = policy.RootElement.GetProperty("rules")[0].GetProperty("selection");
        Assert.Equal("imageCountMoreThan", selection.GetProperty("countType").GetString());
        Assert.Equal(30, selection.GetProperty("countNumber").GetInt32());
    }
}
