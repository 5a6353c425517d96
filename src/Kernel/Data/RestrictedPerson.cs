using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;

namespace Spmis.Kernel.Data;

/// <summary>A person whose record is, was or will be restricted, as every module keeps it: few rows beside a register of millions, so that looking for them costs next to nothing. Registration owns the truth.</summary>
public sealed class RestrictedPerson : IKernelRow
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>First day; null when the restriction was lifted. The row stays, so that a late message does not bring it back.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Last day; null while no end is known.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Name of the office that keeps the record.</summary>
    public string? Office { get; set; }

    /// <summary>Registration's version; also the concurrency token.</summary>
    public required long Version { get; set; }

    /// <summary>Whether it stands on a day.</summary>
    public static Expression<Func<RestrictedPerson, bool>> StandsOn(DateOnly day) => r => r.From <= day && (r.Until == null || r.Until >= day);

    /// <summary>Takes in what registration told: each newer version replaces the older, whatever the order of arrival.</summary>
    public static async Task KeepAsync(ModuleDb db, PersonsRestricted message, CancellationToken ct)
    {
        var ids = message.Persons.Select(p => p.PersonId).Distinct().ToList();
        var known = await db.Restricted.Where(r => ids.Contains(r.PersonId)).ToDictionaryAsync(r => r.PersonId, ct);
        foreach (var told in message.Persons.GroupBy(p => p.PersonId).Select(g => g.MaxBy(p => p.Version) ?? g.First()))
        {
            if (!known.TryGetValue(told.PersonId, out var row))
            {
                db.Restricted.Add(new RestrictedPerson { PersonId = told.PersonId, Number = told.Number, From = told.From, Until = told.Until, Office = told.Office, Version = told.Version });
            }
            else if (row.Version < told.Version)
            {
                (row.From, row.Until, row.Office, row.Version) = (told.From, told.Until, told.Office, told.Version);
            }
        }
    }
}
