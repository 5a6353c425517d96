using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Eligibility.Copies;

/// <summary>Knows whose records are restricted: they are hidden from who may not see such records.</summary>
public sealed class KeepRestricted(EligibilityDb db) : Consumer<EligibilityDb, PersonsRestricted>
{
    /// <inheritdoc />
    public override Task HandleAsync(PersonsRestricted message, Change change, CancellationToken ct) => RestrictedPerson.KeepAsync(db, message, ct);
}
