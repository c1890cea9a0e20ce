using System.Diagnostics;

namespace Sdks.Tests.Generator;

/// <summary>The committed schemas are what sdks/extract-schema makes of the pinned npm packages.</summary>
public sealed class ExtractSchemaTests
{
    [FactWithNpmPackages]
    public async Task ExtractSchema_RunAgain_WritesTheSameBytes()
    {
        var folder = Directory.CreateTempSubdirectory("schemas");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "sdks", "extract-schema"), "--out", folder.FullName])
            {
                RedirectStandardError = true,
            })!;
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.True(process.ExitCode == 0, errors);
            Assert.All(["Pulumi.Aws", "Pulumi.Kubernetes", "Pulumi.DockerBuild"], package => Assert.Equal(
                File.ReadAllText(Path.Combine(Repository.Root, "sdks", package, "schema.json")),
                File.ReadAllText(Path.Combine(folder.FullName, package, "schema.json"))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A fact that needs the packages that <c>npm ci</c> installs in sdks/schema-sources, and is skipped without them.</summary>
    private sealed class FactWithNpmPackagesAttribute : FactAttribute
    {
        public FactWithNpmPackagesAttribute()
        {
            if (!Directory.Exists(Path.Combine(Repository.Root, "sdks", "schema-sources", "node_modules", "typescript")))
                Skip = "The npm packages are not installed: run 'npm ci --ignore-scripts' in sdks/schema-sources.";
        }
    }
}
