using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Messages;

/// <summary>Applies a parked message once more, after its cause was mended.</summary>
public static class RetryDeadLetter
{
    /// <summary>Tries it now.</summary>
    /// <exception cref="Refused">No such letter waits, or its consumer is gone.</exception>
    public static async Task RunAsync(IServiceProvider services, ModuleDb db, long id, CancellationToken ct)
    {
        var letter = await db.DeadLetters.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.ResolvedAt == null, ct)
            ?? throw new Refused("dead-letter.unknown", $"No message number {id} waits in {db.Module}.");
        var adapter = services.GetKeyedService<IConsumerAdapter>($"{db.Module}.{letter.Consumer}")
            ?? throw new Refused("dead-letter.no-consumer", $"{letter.Consumer} is not part of this version of {db.Module}.");
        await adapter.RetryAsync(letter, ct);
    }
}
