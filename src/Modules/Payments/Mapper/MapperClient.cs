using Spmis.Kernel.Acts;
using Spmis.Payments.Links;
using Spmis.Payments.Links.Signing;

namespace Spmis.Payments.Mapper;

/// <summary>Calls the mapper and pairs its answers with what was asked, by our reference only.</summary>
internal sealed class MapperClient(LinkClient client, SignedLink signed, MapperSettings settings, TimeProvider time)
{
    /// <summary>How often a call without an answer is made.</summary>
    internal const int Tries = 3;

    /// <summary>One call. Every call is a transaction of its own, so that none is taken for another.</summary>
    /// <exception cref="Refused">The address may not be called, or the secret is not configured.</exception>
    public async Task<MapperReply> CallAsync(string verb, IReadOnlyCollection<MapperItem> items, CancellationToken ct)
    {
        var (now, transaction) = (time.GetUtcNow().UtcDateTime, $"{verb}-{Guid.CreateVersion7():N}");
        var body = MapperMessages.Request(verb, transaction, settings.Sender, items, now);
        var way = settings.Way(transaction, now);
        var answer = await client.CallAsync(way, HttpMethod.Post, $"mapper/sync/{verb}", () => signed.Content(way.Link, () => new MemoryStream(body)), ct);
        return MapperMessages.Read(SignedLink.Believed(way.Link, answer, bareAcknowledgement: false), verb, transaction);
    }

    /// <summary>Waits before the next try.</summary>
    public Task PauseAsync(CancellationToken ct) => Task.Delay(settings.RetryAfter, TimeProvider.System, ct);

    /// <summary>The answers by reference. What was said twice in the same words was said once; in other words it contradicts itself, and is null.</summary>
    public static Dictionary<string, MapperAnswer?> ByReference(IEnumerable<MapperAnswer> answers)
    {
        Dictionary<string, MapperAnswer?> said = new(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            said[answer.Reference] = said.TryGetValue(answer.Reference, out var before) && before != answer ? null : answer;
        }

        return said;
    }
}
