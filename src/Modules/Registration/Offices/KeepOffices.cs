using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Identity;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Registration.Offices;

/// <summary>What this module keeps of an office: enough to say which areas it serves. Identity owns the truth.</summary>
public sealed class OfficeCopy
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its name today.</summary>
    public required string Name { get; set; }

    /// <summary>Last day it was open; null while it is.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Identity's version.</summary>
    public required long Version { get; set; }
}

internal sealed class OfficeCopyMapping : IEntityTypeConfiguration<OfficeCopy>
{
    public void Configure(EntityTypeBuilder<OfficeCopy> builder)
    {
        builder.ToTable("offices");
        builder.HasKey(o => o.Code);
        builder.Property(o => o.Code).HasMaxLength(ModuleDb.OfficeCodeLength);
    }
}

/// <summary>Keeps the copy of offices: each newer version replaces the older, whatever the order of arrival.</summary>
public sealed class KeepOffices(RegistrationDb db) : Consumer<RegistrationDb, OfficesRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(OfficesRecorded message, Change change, CancellationToken ct)
    {
        var codes = message.Offices.Select(o => o.Code).Distinct().ToList();
        var known = await db.OfficeCopies.Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, ct);
        foreach (var told in message.Offices.GroupBy(o => o.Code).Select(g => g.MaxBy(o => o.Version) ?? g.First()))
        {
            if (!known.TryGetValue(told.Code, out var office))
            {
                db.Add(new OfficeCopy { Code = told.Code, Name = told.Name, ClosedOn = told.ClosedOn, Version = told.Version });
            }
            else if (office.Version < told.Version)
            {
                (office.Name, office.ClosedOn, office.Version) = (told.Name, told.ClosedOn, told.Version);
            }
        }
    }
}
