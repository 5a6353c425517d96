using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Identity.Reads;

/// <summary>Knows whose records are restricted, to mark who looked at them.</summary>
public sealed class KeepRestricted(IdentityDb db) : Consumer<IdentityDb, PersonsRestricted>
{
    /// <inheritdoc />
    public override Task HandleAsync(PersonsRestricted message, Change change, CancellationToken ct) => RestrictedPerson.KeepAsync(db, message, ct);
}
