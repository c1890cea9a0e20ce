namespace Pulumi;

public static partial class Output
{
    /// <summary>The values of several inputs: unknown or secret if one of them is, and dependent on the resources of all.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(
        Input<T1> item1, Input<T2> item2)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            return combined.WithValue((data1.Value, data2.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2)> Tuple<T1, T2>(
        Output<T1> item1, Output<T2> item2)
        => Tuple((Input<T1>)item1, (Input<T2>)item2);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2, T3)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var data3 = await item3.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            combined = Combine(combined, data3);
            return combined.WithValue((data1.Value, data2.Value, data3.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3)
        => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2, T3, T4)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var data3 = await item3.ToOutput().DataTask.ConfigureAwait(false);
            var data4 = await item4.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            combined = Combine(combined, data3);
            combined = Combine(combined, data4);
            return combined.WithValue((data1.Value, data2.Value, data3.Value, data4.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4)
        => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var data3 = await item3.ToOutput().DataTask.ConfigureAwait(false);
            var data4 = await item4.ToOutput().DataTask.ConfigureAwait(false);
            var data5 = await item5.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            combined = Combine(combined, data3);
            combined = Combine(combined, data4);
            combined = Combine(combined, data5);
            return combined.WithValue((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5)
        => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5, T6)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var data3 = await item3.ToOutput().DataTask.ConfigureAwait(false);
            var data4 = await item4.ToOutput().DataTask.ConfigureAwait(false);
            var data5 = await item5.ToOutput().DataTask.ConfigureAwait(false);
            var data6 = await item6.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            combined = Combine(combined, data3);
            combined = Combine(combined, data4);
            combined = Combine(combined, data5);
            combined = Combine(combined, data6);
            return combined.WithValue((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value, data6.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6)
        => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5, T6, T7)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var data3 = await item3.ToOutput().DataTask.ConfigureAwait(false);
            var data4 = await item4.ToOutput().DataTask.ConfigureAwait(false);
            var data5 = await item5.ToOutput().DataTask.ConfigureAwait(false);
            var data6 = await item6.ToOutput().DataTask.ConfigureAwait(false);
            var data7 = await item7.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            combined = Combine(combined, data3);
            combined = Combine(combined, data4);
            combined = Combine(combined, data5);
            combined = Combine(combined, data6);
            combined = Combine(combined, data7);
            return combined.WithValue((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value, data6.Value, data7.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7)
        => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6, (Input<T7>)item7);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
    {
        return new(CombineAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5, T6, T7, T8)>> CombineAsync()
        {
            var data1 = await item1.ToOutput().DataTask.ConfigureAwait(false);
            var data2 = await item2.ToOutput().DataTask.ConfigureAwait(false);
            var data3 = await item3.ToOutput().DataTask.ConfigureAwait(false);
            var data4 = await item4.ToOutput().DataTask.ConfigureAwait(false);
            var data5 = await item5.ToOutput().DataTask.ConfigureAwait(false);
            var data6 = await item6.ToOutput().DataTask.ConfigureAwait(false);
            var data7 = await item7.ToOutput().DataTask.ConfigureAwait(false);
            var data8 = await item8.ToOutput().DataTask.ConfigureAwait(false);
            var combined = OutputData<object?>.Known(null);
            combined = Combine(combined, data1);
            combined = Combine(combined, data2);
            combined = Combine(combined, data3);
            combined = Combine(combined, data4);
            combined = Combine(combined, data5);
            combined = Combine(combined, data6);
            combined = Combine(combined, data7);
            combined = Combine(combined, data8);
            return combined.WithValue((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value, data6.Value, data7.Value, data8.Value));
        }
    }

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8)
        => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6, (Input<T7>)item7, (Input<T8>)item8);
}
