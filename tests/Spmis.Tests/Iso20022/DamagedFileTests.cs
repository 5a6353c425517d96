using System.Text;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Iso20022.Transfers;
using Xunit;

namespace Spmis.Tests.Iso20022;

/// <summary>Real files with bytes changed, dropped or doubled: whatever comes, it is read or refused with words, never anything else.</summary>
public sealed class DamagedFileTests
{
    [Theory]
    [InlineData("pain.001.001.09.xml")]
    [InlineData("postfinance-pain002.xml")]
    [InlineData("postfinance-camt054-returns.xml")]
    [InlineData("camt053.v8.xml")]
    public async Task Read_DamagedSamples_ReadsOrRefuses(string name)
    {
        var whole = Encoding.UTF8.GetBytes(BankFiles.Sample(name));
        var random = new Random(20022);
        for (var i = 0; i < 300; i++)
        {
            var bytes = Damage(whole, random);
            try
            {
                await ReadAsync(name, new MemoryStream(bytes));
            }
            catch (MessageRefused refused)
            {
                refused.Message.Length.ShouldBeInRange(10, 500);
            }
        }
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count - 60);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(1, 50));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(1, 50)));
                    break;
                default:
                    bytes[bytes.FindIndex(b => char.IsAsciiDigit((char)b))] = (byte)"-,.eE 9"[random.Next(7)];
                    break;
            }
        }

        return [.. bytes];
    }

    private static async Task ReadAsync(string name, Stream file)
    {
        if (name.Contains("pain.001", StringComparison.Ordinal))
        {
            using var transfers = await ReadCreditTransfers.OpenAsync(file, ReadLimits.Usual, CancellationToken.None);
            await BankFiles.ListAsync(transfers.ReadAsync(CancellationToken.None));
        }
        else if (name.Contains("pain002", StringComparison.Ordinal))
        {
            using var report = await ReadStatusReport.OpenAsync(file, ReadLimits.Usual, CancellationToken.None);
            await BankFiles.ListAsync(report.ReadAsync(CancellationToken.None));
        }
        else
        {
            using var statements = await ReadStatements.OpenAsync(file, ReadLimits.Usual, CancellationToken.None);
            await BankFiles.ListAsync(statements.ReadAsync(CancellationToken.None));
        }
    }
}
