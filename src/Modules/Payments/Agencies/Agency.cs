using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Agencies;

/// <summary>A bank, mobile-money operator or post that pays out. How to talk to it stands in its versions, of which one is in force.</summary>
public sealed class Agency
{
    /// <summary>Short code, the agency's name in files, numbers and user scopes.</summary>
    public required string Code { get; init; }

    /// <summary>As the version in force says.</summary>
    public required string Name { get; set; }

    /// <summary>The version in force; batches cut from now on are bound to it.</summary>
    public required int CurrentNumber { get; set; }

    /// <summary>When it came into force: what was prepared before is looked at by the rules once more.</summary>
    public required DateTime ChangedAt { get; set; }

    public required DateTime RegisteredAt { get; init; }

    /// <summary>No new payments go there from then on; what it was sent it still answers.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

/// <summary>How to talk to an agency, as two people agreed on it. Never changed: a batch of this version is written the same for ever.</summary>
public sealed class AgencyVersion
{
    public required string Agency { get; init; }

    /// <summary>1, 2, 3 ...</summary>
    public required int Number { get; init; }

    /// <summary><see cref="AgencySettings"/> as JSON.</summary>
    public required string Settings { get; init; }

    public required DateTime FromAt { get; init; }

    /// <summary>Who approved it; who proposed it stands in the proposal.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>Why, as the one who proposed it said.</summary>
    public string? Reason { get; init; }

    /// <summary>The settings.</summary>
    public AgencySettings Read() => JsonSerializer.Deserialize<AgencySettings>(Settings, SpmisJson.Options) ?? throw new InvalidOperationException($"Version {Number} of agency {Agency} is empty.");
}

/// <summary>An agency with the settings in force.</summary>
public sealed record AgencyInForce(string Code, DateTime? ClosedAt, int Number, AgencySettings Settings)
{
    /// <summary>What writes its files, where they are of its own layout.</summary>
    private readonly AccountRule? accounts = AccountRule.Read(Settings.AccountRule);

    /// <summary>What is wrong with an account there, or null.</summary>
    public string? AccountProblem(string account) => AccountNumbers.Problem(account) ?? (AccountNumbers.LooksLikeIban(AccountNumbers.Clean(account)) ? null : accounts?.Problem(account));

    internal OrderRecords? Records { get; } = Settings.Format is OrderFormat.Delimited or OrderFormat.FixedWidth ? new(Settings) : null;

    /// <summary>All agencies, closed ones too; they are few.</summary>
    public static async Task<Dictionary<string, AgencyInForce>> AllAsync(PaymentsDb db, CancellationToken ct) =>
        (await db.Agencies.AsNoTracking().Join(db.AgencyVersions.AsNoTracking(), a => new { a.Code, Number = a.CurrentNumber }, v => new { Code = v.Agency, v.Number }, (a, v) => new { a.Code, a.ClosedAt, v })
            .OrderBy(x => x.Code).Take(1000).ToListAsync(ct)).ToDictionary(x => x.Code, x => new AgencyInForce(x.Code, x.ClosedAt, x.v.Number, x.v.Read()));

    /// <summary>One of them.</summary>
    public static async Task<AgencyInForce?> FindAsync(PaymentsDb db, string code, CancellationToken ct) =>
        await db.Agencies.AsNoTracking().Where(a => a.Code == code)
            .Join(db.AgencyVersions.AsNoTracking(), a => new { a.Code, Number = a.CurrentNumber }, v => new { Code = v.Agency, v.Number }, (a, v) => new { a.Code, a.ClosedAt, v })
            .SingleOrDefaultAsync(ct) is { } x ? new(x.Code, x.ClosedAt, x.v.Number, x.v.Read()) : null;
}

internal sealed class AgencyMapping : IEntityTypeConfiguration<Agency>
{
    public void Configure(EntityTypeBuilder<Agency> builder)
    {
        builder.ToTable("agencies");
        builder.HasKey(a => a.Code);
        builder.Property(a => a.Code).HasMaxLength(12);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}

internal sealed class AgencyVersionMapping : IEntityTypeConfiguration<AgencyVersion>
{
    private const int Unlimited = -1;

    public void Configure(EntityTypeBuilder<AgencyVersion> builder)
    {
        builder.ToTable("agency_versions");
        builder.HasKey(v => new { v.Agency, v.Number });
        builder.Property(v => v.Agency).HasMaxLength(12);
        builder.Property(v => v.Settings).HasMaxLength(Unlimited);
        builder.Property(v => v.Reason).HasMaxLength(2000);
    }
}
