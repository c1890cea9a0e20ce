using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Stacks.Tests;

/// <summary>Every stack with a file, run as a process in the offline engine.</summary>
public class PreviewTests
{
    public static TheoryData<string> Names => [.. Project().StackNames];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Preview_Stack_Succeeds(string stack)
    {
        var result = await RunAsync(stack, RunMode.Preview);

        Assert.True(result.Succeeded, Failure(result));
        Assert.Equal(["functionArn", "functionName", "repositoryUrl"], result.StackOutputs.Fields.Keys.Order());
        Assert.Equal("", result.Resource("aws:lambda/function:Function", "room-type").Id);
    }

    [Fact]
    public async Task Update_Dev_RunsTheImageOfTheRepository()
    {
        var result = await RunAsync("dev", RunMode.Update);

        Assert.True(result.Succeeded, Failure(result));
        var repository = result.Resource("aws:ecr/repository:Repository", "room-type");
        var function = result.Resource("aws:lambda/function:Function", "room-type");
        Assert.StartsWith($"{PropertyValue.Text(repository.Outputs, "repositoryUrl")}@sha256:", PropertyValue.Text(function.Inputs, "imageUri"), StringComparison.Ordinal);
        Assert.Contains(repository.Urn, function.PropertyDependencies["imageUri"]);
        Assert.Equal("perception", function.Outputs.Fields["tagsAll"].StructValue.Fields["owner"].StringValue);
    }

    private static Task<RunResult> RunAsync(string stack, RunMode mode)
    {
        var project = Project();
        return OfflineEngine.RunAsync(new EngineOptions
        {
            Project = project.Name,
            Stack = stack,
            Mode = mode,
            Command = ["dotnet", typeof(RoomTypeStack).Assembly.Location],
            Config = StackConfig.Load(project, stack),
            RootDirectory = project.Directory,
            WorkingDirectory = project.MainDirectory,
        });
    }

    private static PulumiProject Project()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml")))
            folder = folder.Parent;
        return PulumiProject.Load(folder.FullName);
    }

    private static string Failure(RunResult result) =>
        string.Join('\n', [.. result.Errors, .. result.Logs.Select(log => log.Message), result.StandardError]);
}
