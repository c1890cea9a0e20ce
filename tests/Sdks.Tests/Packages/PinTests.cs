using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Sdks.Tests.Generator;

namespace Sdks.Tests.Packages;

/// <summary>The versions that Directory.Packages.props pins, where the official packages are restored.</summary>
public sealed class PinTests : IDisposable
{
    private static readonly string Pins = Path.Combine(Repository.Root, "Directory.Packages.props");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pins-");

    [Theory]
    [InlineData("99.0.0", 1)]
    [InlineData("1.0.0", 0)]
    public async Task Restore_WherePulumiKubernetesDemandsAVersionOfPulumi_FailsIfThePinIsOlder(string demanded, int exitCode)
    {
        Pack("Pulumi", Pin("Pulumi"), "");
        Pack("Pulumi", demanded, "");
        Pack("Pulumi.Kubernetes", Pin("Pulumi.Kubernetes"), $"""<dependency id="Pulumi" version="{demanded}" />""");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestoreSources>{_folder.FullName}</RestoreSources>
                <RestorePackagesPath>{_folder.FullName}/packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pulumi" />
                <PackageReference Include="Pulumi.Kubernetes" />
              </ItemGroup>
            </Project>
            """);

        var (code, output) = await RestoreAsync();

        Assert.True(exitCode == code, output);
        Assert.Equal(exitCode != 0, output.Contains("Detected package downgrade: Pulumi from 99.0.0", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Pin(string package) => XDocument.Load(Pins).Descendants("PackageVersion")
        .Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    /// <summary>A package of nothing but its name and dependency.</summary>
    private void Pack(string id, string version, string dependency)
    {
        using var archive = ZipFile.Open(Path.Combine(_folder.FullName, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        archive.CreateEntry("lib/net8.0/_._");
        using var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open());
        writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id><version>{version}</version><authors>test</authors><description>test</description>
                <dependencies><group targetFramework="net8.0">{dependency}</group></dependencies>
              </metadata>
            </package>
            """);
    }

    private async Task<(int ExitCode, string Output)> RestoreAsync()
    {
        string[] arguments = ["restore", _folder.FullName, $"-p:DirectoryPackagesPropsPath={Pins}", "-p:OfficialPackages=true", "-nodeReuse:false", "-nologo"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
