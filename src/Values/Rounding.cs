namespace Spmis.Values;

/// <summary>How a law rounds. .NET's <see cref="MidpointRounding"/> has no half-down, which some laws name (e.g. US OASDI lowers, Kenya rounds half down).</summary>
public enum RoundingMode
{
    /// <summary>Away from zero, always.</summary>
    Up,

    /// <summary>Towards zero, always.</summary>
    Down,

    /// <summary>To the nearest; a half away from zero.</summary>
    HalfUp,

    /// <summary>To the nearest; a half towards zero.</summary>
    HalfDown,

    /// <summary>To the nearest; a half to the even neighbour.</summary>
    HalfEven,
}

/// <summary>The only place where a decimal is rounded.</summary>
public static class Rounding
{
    /// <summary>Rounds to a multiple of <paramref name="step"/> (1, 10, 0.1, 0.05 ...).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive.</exception>
    public static decimal Round(decimal value, decimal step, RoundingMode mode)
    {
        if (step <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "A rounding step must be more than 0, such as 1, 10 or 0.1.");
        }

        var steps = value / step;
        var whole = decimal.Truncate(steps);
        var rest = Math.Abs(steps - whole);
        if (rest == 0)
        {
            return whole * step;
        }

        var away = mode switch
        {
            RoundingMode.Up => true,
            RoundingMode.Down => false,
            RoundingMode.HalfUp => rest >= 0.5m,
            RoundingMode.HalfDown => rest > 0.5m,
            RoundingMode.HalfEven => rest > 0.5m || (rest == 0.5m && whole % 2 != 0),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown rounding mode."),
        };
        return (away ? whole + Math.Sign(steps) : whole) * step;
    }
}
