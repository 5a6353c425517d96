using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Messages;

/// <summary>
/// Reacts to a message. Runs inside one transaction with the inbox row, so it is applied once, whatever is repeated; throws to be tried again and,
/// after several tries, put on the dead-letter list. Does not assume order: messages carry their owner's version.
/// </summary>
/// <typeparam name="TDb">The reacting module's database.</typeparam>
/// <typeparam name="T">The contract.</typeparam>
public abstract class Consumer<TDb, T>
    where TDb : ModuleDb
    where T : class
{
    /// <summary>Applies the message; what is tracked or published is saved by the Kernel afterwards.</summary>
    /// <param name="message">The message.</param>
    /// <param name="change">Act named after the consumer, business time of the message, evidence = message id.</param>
    /// <param name="ct">Cancels.</param>
    public abstract Task HandleAsync(T message, Change change, CancellationToken ct);
}
