using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Spmis.Values;

namespace Spmis.Kernel.Data;

/// <summary>How the common types are stored, the same in every module.</summary>
internal static class Conventions
{
    public static void Apply(ModelConfigurationBuilder builder, bool isPostgreSql)
    {
        // Unless a mapping says otherwise a text is a name or a code, and an index can bear it on every provider.
        builder.Properties<string>().HaveMaxLength(200);
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        builder.Properties<DateTime>().HaveConversion<UtcConverter>();
        builder.Properties<Month>().HaveConversion<MonthConverter>();
        if (!isPostgreSql)
        {
            // Big-endian, so that version 7 ids sort by time in every index; SQL Server's own order for uniqueidentifier would scatter them.
            builder.Properties<Guid>().HaveConversion<GuidConverter>().HaveMaxLength(16).AreFixedLength();
        }
    }

    internal sealed class GuidConverter() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    internal sealed class MonthConverter() : ValueConverter<Month, int>(month => month.Code, code => Month.FromCode(code));

    internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(at => at, at => DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
