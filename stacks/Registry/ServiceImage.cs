using Pulumi;
using Pulumi.Aws.Ecr;
using Pulumi.DockerBuild.Inputs;
using Docker = Pulumi.DockerBuild;

namespace Stacks.Registry;

/// <summary>An image in a repository, by digest: a given one, or one that is built and pushed first.</summary>
public sealed class ServiceImage : ComponentResource
{
    /// <summary>Takes the image of a digest, or builds one.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="repository">Where the repository is that has it, or gets it.</param>
    /// <param name="digest">The digest; null builds.</param>
    /// <param name="build">How to build it.</param>
    /// <param name="architecture">arm64 or x64.</param>
    /// <param name="options">Options of the component.</param>
    public ServiceImage(string name, Output<string> repository, string? digest, ImageBuild build, string architecture, ComponentResourceOptions? options = null)
        : base("room-type:registry:ServiceImage", name, options)
    {
        ArgumentNullException.ThrowIfNull(build);
        Digest = digest is null ? Build(name, repository, build, architecture) : Output.Create(digest);
        Uri = Output.Format($"{repository}@{Digest}");
        RegisterOutputs(new Dictionary<string, object?> { ["digest"] = Digest, ["uri"] = Uri });
    }

    /// <summary><c>sha256:...</c></summary>
    public Output<string> Digest { get; }

    /// <summary>What a runtime pulls: repository@digest.</summary>
    public Output<string> Uri { get; }

    private Output<string> Build(string name, Output<string> repository, ImageBuild build, string architecture)
    {
        var access = GetAuthorizationToken.Invoke(new GetAuthorizationTokenInvokeArgs(), new InvokeOptions { Parent = this });
        var args = new Docker.ImageArgs
        {
            Dockerfile = build.Dockerfile,
            Context = new BuildContextArgs { Location = build.Context },
            BuildArgs = build.Arguments ?? [],
            Platforms = { architecture == "arm64" ? Docker.Platform.Linux_arm64 : Docker.Platform.Linux_amd64 },
            BuildOnPreview = false,
            Push = false,
            // Lambda takes a manifest, not an index, which attestations would make of it.
            Exports =
            {
                new ExportArgs
                {
                    Registry = new ExportRegistryArgs { Names = { repository }, Push = true, PushByDigest = true, OciMediaTypes = false },
                },
            },
            Registries =
            {
                new RegistryArgs
                {
                    Address = repository,
                    Username = access.Apply(token => token.UserName),
                    Password = Output.CreateSecret(access.Apply(token => token.Password)),
                },
            },
        };
        if (build.Target is { } target)
            args.Target = target;
        return new Docker.Image(name, args, new CustomResourceOptions { Parent = this }).Digest;
    }
}

/// <summary>How an image is built.</summary>
/// <param name="Dockerfile">The Dockerfile, by path or as text.</param>
/// <param name="Context">The folder that it may read.</param>
/// <param name="Arguments">The build's arguments; null gives none.</param>
/// <param name="Target">The stage; null takes the last.</param>
public sealed record ImageBuild(DockerfileArgs Dockerfile, string Context, Dictionary<string, string>? Arguments = null, string? Target = null);
