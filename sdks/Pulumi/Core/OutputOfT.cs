namespace Pulumi;

/// <summary>An output of any type, for code that walks values of unknown types.</summary>
internal interface IOutput
{
    Task<OutputData<object?>> GetDataAsync();

    /// <summary>An output of the result of <paramref name="func"/>, with this output's secretness and dependencies.</summary>
    Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func);
}

/// <summary>
/// A value that may exist only once a resource is created, together with the resources that it comes from,
/// whether it is a secret and, in a preview, whether it is known at all.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Task<OutputData<T>> DataTask { get; }

    internal Output(Task<OutputData<T>> dataTask)
    {
        DataTask = dataTask;
        if (!dataTask.IsCompletedSuccessfully && Deployment.TryGetCurrent(out var deployment))
            deployment.Runner.RegisterTask(dataTask);
    }

    internal Output(OutputData<T> data) => DataTask = Task.FromResult(data);

    /// <summary>An output that resolves with <paramref name="value"/>.</summary>
    public static Output<T> Create(Task<T> value) => Create(value, isSecret: false);

    internal static Output<T> Create(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(GetDataAsync());

        async Task<OutputData<T>> GetDataAsync() => OutputData<T>.Known(await value.ConfigureAwait(false), isSecret);
    }

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    internal Output<T> WithData(Func<OutputData<T>, OutputData<T>> change)
    {
        return new(GetDataAsync());

        async Task<OutputData<T>> GetDataAsync() => change(await DataTask.ConfigureAwait(false));
    }

    internal Output<T> WithIsSecret(Task<bool> isSecret)
    {
        return new(GetDataAsync());

        async Task<OutputData<T>> GetDataAsync()
        {
            var data = await DataTask.ConfigureAwait(false);
            return data with { IsSecret = await isSecret.ConfigureAwait(false) };
        }
    }

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}?})"/>
    public Output<ValueTuple> Apply(Func<T, Task> func)
    {
        return Apply(value => RunAsync(value));

        async Task<ValueTuple> RunAsync(T value)
        {
            await func(value).ConfigureAwait(false);
            return ValueTuple.Create();
        }
    }

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}?})"/>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func) => Apply(value => Output.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}?})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) => Apply(value => Output.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}?})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) => Apply(value => func(value).ToOutput());

    /// <summary>
    /// The result of <paramref name="func"/> on the value, which keeps the dependencies and secretness of both.
    /// On an unknown value <paramref name="func"/> does not run: in a preview, or after a registration that failed. It should create no resources.
    /// </summary>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
    {
        return new(ApplyAsync());

        async Task<OutputData<TResult>> ApplyAsync()
        {
            var data = await DataTask.ConfigureAwait(false);
            if (!data.IsKnown || func(data.Value) is not { } inner)
                return data.WithValue<TResult>(default!);

            var result = await inner.DataTask.ConfigureAwait(false);
            return data.Combine(result, result.Value);
        }
    }

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}?})"/>
    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func) => Apply(value => func(value));

    async Task<OutputData<object?>> IOutput.GetDataAsync()
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.WithValue<object?>(data.Value);
    }

    /// <summary>A note that an output has no text before it is resolved, which is also logged as a warning; never the value.</summary>
    /// <exception cref="InvalidOperationException">
    /// The environment variable PULUMI_ERROR_OUTPUT_STRING is <c>1</c> or <c>true</c>, or no deployment is running.
    /// </exception>
    public override string ToString()
    {
        var message = string.Join(
            Environment.NewLine,
            "Calling [ToString] on an [Output<T>] is not supported.",
            "",
            "To get the value of an Output<T> as an Output<string> consider:",
            "1. o.Apply(v => $\"prefix{v}suffix\")",
            "2. Output.Format($\"prefix{hostname}suffix\");",
            "",
            "See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.");
        if (Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING")?.ToUpperInvariant() is "1" or "TRUE")
            throw new InvalidOperationException(message);

        message += Environment.NewLine + "This function may throw in a future version of Pulumi.";
        Log.Warn(message);
        return message;
    }
}
