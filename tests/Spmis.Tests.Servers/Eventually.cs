namespace Spmis.Tests.Servers;

/// <summary>Waiting for what another process or the broker does in its own time.</summary>
internal static class Eventually
{
    /// <summary>Looks until it holds.</summary>
    /// <exception cref="TimeoutException">It did not in time; says what was seen last.</exception>
    public static async Task<T> ReachAsync<T>(string what, Func<Task<T>> look, Func<T, bool> reached, int seconds = 60)
    {
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            var seen = await look();
            if (reached(seen))
            {
                return seen;
            }

            if (TimeProvider.System.GetUtcNow() > until)
            {
                throw new TimeoutException($"{what} was not reached in {seconds} s; last seen: {seen}");
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
