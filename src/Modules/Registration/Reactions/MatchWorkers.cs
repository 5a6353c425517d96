using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Registration.Reactions;

/// <summary>
/// Says who the workers of a return are: by registration number, then by national id, then by likeness; who is like nobody is registered provisionally,
/// so that no contribution waits for a desk. A request is answered with a handful of queries, however many lines it has.
/// </summary>
/// <param name="db">The register.</param>
/// <param name="numbers">By number.</param>
/// <param name="likeness">By likeness.</param>
/// <param name="strangers">Registers those nobody knows.</param>
public sealed class MatchWorkers(RegistrationDb db, MatchByNumber numbers, MatchByLikeness likeness, RegisterStrangers strangers) : Consumer<RegistrationDb, MatchPersons>
{
    /// <inheritdoc />
    public override async Task HandleAsync(MatchPersons message, Change change, CancellationToken ct)
    {
        var lines = message.Lines.Select((told, index) => new WorkerLine(index, told)).ToList();
        await numbers.ApplyAsync(lines, ct);
        await likeness.ApplyAsync(Open(lines), message.EmployerId, ct);
        await strangers.ApplyAsync(Open(lines), message, change, ct);
        db.Publish(new PersonsMatched { RequestId = message.RequestId, RunId = message.RunId, Lines = [.. lines.Select(l => l.Verdict ?? throw new InvalidOperationException($"Line {l.Told.Line} got no verdict."))] });
    }

    private static List<WorkerLine> Open(List<WorkerLine> lines) => [.. lines.Where(l => l.Verdict is null)];
}
