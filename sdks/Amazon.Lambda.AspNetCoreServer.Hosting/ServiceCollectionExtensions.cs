using Amazon.Lambda.AspNetCoreServer.Hosting;
using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;
using Amazon.Lambda.AspNetCoreServer.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Where a function's HTTP requests come from.</summary>
public enum LambdaEventSource
{
    /// <summary>An API Gateway REST API (payload format 1.0).</summary>
    RestApi,

    /// <summary>An API Gateway HTTP API or a function URL (payload format 2.0).</summary>
    HttpApi,

    /// <summary>An Application Load Balancer, with or without multi-value headers.</summary>
    ApplicationLoadBalancer,
}

/// <summary>Hosting of an ASP.NET Core application in AWS Lambda.</summary>
public static class ServiceCollectionExtensions
{
    /// <inheritdoc cref="AddAWSLambdaHosting(IServiceCollection, LambdaEventSource, Action{HostingOptions})"/>
    public static IServiceCollection AddAWSLambdaHosting(this IServiceCollection services, LambdaEventSource eventSource) =>
        services.AddAWSLambdaHosting(eventSource, null);

    /// <summary>
    /// Inside Lambda, replaces the web server by one that takes its requests from the Lambda Runtime API; elsewhere does nothing.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="eventSource">
    /// The expected source. The shape of each event is unmistakable and is what decides, so an application behind several sources,
    /// or behind another one than it names, is served as well.
    /// </param>
    /// <param name="configure">Sets options; called inside Lambda only.</param>
    /// <exception cref="ArgumentException"><paramref name="eventSource"/> is no member of the enumeration (inside Lambda only).</exception>
    public static IServiceCollection AddAWSLambdaHosting(
        this IServiceCollection services, LambdaEventSource eventSource, Action<HostingOptions>? configure = null)
    {
        var environment = LambdaEnvironment.Read(Environment.GetEnvironmentVariable);
        if (environment is null)
            return services;
        new InitErrorReporter(environment).ReportUnhandledExceptions();
        return services.AddLambdaServer(environment, eventSource, configure);
    }

    internal static IServiceCollection AddLambdaServer(
        this IServiceCollection services, LambdaEnvironment environment, LambdaEventSource eventSource, Action<HostingOptions>? configure)
    {
        if (!Enum.IsDefined(eventSource))
            throw new ArgumentException($"Event source '{eventSource}' is unknown; use RestApi, HttpApi or ApplicationLoadBalancer.", nameof(eventSource));
        var options = new HostingOptions();
        configure?.Invoke(options);
        services.AddSingleton(environment);
        services.AddSingleton(options);
        services.RemoveAll<IServer>();
        services.AddSingleton<IServer, LambdaServer>();
        return services;
    }
}
