using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Rules.WhatIfs;
using Spmis.Values;

namespace Spmis.Eligibility.WhatIfs;

/// <summary>A package reckoned over the whole register beside today's rules. It decides nothing and grants nothing; only sums are kept, no persons.</summary>
public sealed class WhatIf
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The package tried.</summary>
    public required long PackageId { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>Version tried.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>First month reckoned.</summary>
    public required Month FromMonth { get; init; }

    /// <summary>How many months.</summary>
    public required int Months { get; init; }

    /// <summary>By values of the law recorded up to this day.</summary>
    public required DateOnly AsKnownOn { get; init; }

    /// <summary>ISO 4217 of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>The run that makes it.</summary>
    public long? RunId { get; set; }

    /// <summary>When it was started.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Cases reckoned: persons, or claims of a benefit that is claimed.</summary>
    public int Cases { get; set; }

    /// <summary>The sums, as JSON of <see cref="WhatIfFigures"/>. They grow chunk by chunk; the history has the run.</summary>
    [NotInHistory]
    public required string Figures { get; set; }

    /// <summary>When all were reckoned.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>The last month reckoned.</summary>
    public Month LastMonth => FromMonth.Add(Months - 1);

    /// <summary>The sums.</summary>
    public WhatIfFigures Read() => JsonSerializer.Deserialize<WhatIfFigures>(Figures, SpmisJson.Options) ?? throw new InvalidOperationException("The figures are empty.");
}

internal sealed class WhatIfMapping : IEntityTypeConfiguration<WhatIf>
{
    public void Configure(EntityTypeBuilder<WhatIf> builder)
    {
        builder.ToTable("what_ifs");
        builder.HasKey(w => w.Id);
        builder.HasIndex(w => w.PackageId);
        builder.Property(w => w.Scheme).HasMaxLength(60);
        builder.Property(w => w.Figures).HasMaxLength(-1);
        builder.HasOne<SchemePackageRow>().WithMany().HasForeignKey(w => w.PackageId).OnDelete(DeleteBehavior.Restrict);
    }
}
