#!/usr/bin/env python3
"""Writes golden.json: the statistics computed by other ways than the library's, with Debian's python3-scipy and python3-statsmodels.

Where the library uses a closed form, this integrates, sums or solves numerically; where it streams, this takes whole arrays.
"""
import json
import math

import numpy as np
import statsmodels.api as sm
from scipy import integrate, optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

rng = np.random.default_rng(20261121)


def arm(entities, rate):
    """Events by entity and how many of them count, now and before; entities differ, and some have no past."""
    tendency = np.clip(rng.normal(rate, 0.06, entities), 0.01, 0.9)
    pre = rng.poisson(6, entities) * (rng.random(entities) < 0.9)
    now = 1 + rng.poisson(7, entities)
    return np.column_stack([rng.binomial(now, tendency), now, rng.binomial(pre, tendency), pre]).astype(float)


def ratio(data):
    """The delta method by the gradient and numpy's covariance matrix."""
    mean, covariance = data[:, :2].mean(axis=0), np.cov(data[:, :2], rowvar=False)
    gradient = np.array([1 / mean[1], -mean[0] / mean[1] ** 2])
    return mean[0] / mean[1], math.sqrt(gradient @ covariance @ gradient / len(data))


def linearised(data, columns, value, mean):
    return (data[:, columns[0]] - value * data[:, columns[1]]) / mean


def cuped(arms):
    """The covariate's coefficient by least squares with a dummy for each arm."""
    whole = np.vstack(arms)
    pre = [linearised(a, (2, 3), whole[:, 2].mean() / whole[:, 3].mean(), whole[:, 3].mean()) for a in arms]
    now = [linearised(a, (0, 1), ratio(a)[0], a[:, 1].mean()) for a in arms]
    dummies = np.vstack([np.repeat(np.eye(len(arms))[[i]], len(a), axis=0) for i, a in enumerate(arms)])
    theta = sm.OLS(np.concatenate(now), np.column_stack([np.concatenate(pre), dummies])).fit().params[0]
    return [[ratio(a)[0] - theta * p.mean(), math.sqrt(np.var(z - theta * p, ddof=1) / len(a))] for a, z, p in zip(arms, now, pre)]


def rho_squared(alpha, tuning):
    return (-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / tuning


def log_mixture(z, count, rho2):
    """The mixture likelihood ratio by numerical integration over the normal mixture, around its peak."""
    total, peak = z * math.sqrt(count), z * math.sqrt(count) / (count + 1 / rho2)
    width = 1 / math.sqrt(count + 1 / rho2)
    top = peak * total - peak**2 * count / 2
    value, _ = integrate.quad(
        lambda l: math.exp(l * total - l * l * count / 2 - top) * stats.norm.pdf(l, 0, math.sqrt(rho2)), peak - 12 * width, peak + 12 * width, epsabs=0, epsrel=1e-12)
    return math.log(value) + top


def sequence(alpha, tuning, variance, count, value):
    rho2 = rho_squared(alpha, tuning)
    error = math.sqrt(variance / count)
    boundary = optimize.brentq(lambda z: log_mixture(z, count, rho2) + math.log(alpha), 0.1, 50, xtol=1e-12)
    return {
        "alpha": alpha, "tuning": tuning, "variance": variance, "count": count, "value": value,
        "halfWidth": boundary * error, "pValue": min(1, math.exp(-log_mixture(value / error, count, rho2))),
    }


def half_width(alpha, tuning, variance, count):
    return sequence(alpha, tuning, variance, count, 0.1)["halfWidth"]


def log_predictive(counts, shares, concentration):
    """The logarithm of the Dirichlet-multinomial's Bayes factor, one observation after the other."""
    alphas = np.array(shares) / sum(shares) * concentration
    theta, log = alphas / concentration, 0.0
    for i, count in enumerate(counts):
        for _ in range(count):
            log += math.log(alphas[i] / alphas.sum() / theta[i])
            alphas[i] += 1
    return log


def predictive(counts, shares):
    """The mean of the Bayes factors over the concentrations."""
    return min(1, 1 / np.mean([math.exp(log_predictive(counts, shares, c)) for c in (10, 100, 1_000, 10_000)]))


def split(counts, shares):
    expected = np.array(shares) / sum(shares) * sum(counts)
    return {"counts": counts, "shares": shares, "sequential": predictive(counts, shares), "chiSquared": stats.chisquare(counts, expected).pvalue}


def horizon(effect, alpha, power, error, value):
    """The planned end: the boundary on the scores by its crossing probability, beside the mixture at a tenth of alpha."""
    information = 1.35 * ((stats.norm.ppf(power) - stats.norm.ppf(alpha / 2)) / effect) ** 2
    elapsed, z = 1 / error**2 / information, abs(value) / error
    rho2 = -2 * math.log(alpha * 0.1)
    rho2 += math.log(rho2 + 1)
    boundary = optimize.brentq(lambda z: log_mixture(z, elapsed, rho2) + math.log(alpha * 0.1), 0.1, 50, xtol=1e-12)
    p = math.exp(-log_mixture(z, elapsed, rho2)) / 0.1
    if elapsed <= 1:
        boundary = min(boundary, stats.norm.isf(alpha * 0.9 / 4) / math.sqrt(elapsed))
        p = min(p, 4 * stats.norm.sf(z * math.sqrt(elapsed)) / 0.9)
    return {"effect": effect, "alpha": alpha, "power": power, "error": error, "value": value, "halfWidth": boundary * error, "pValue": min(1, p)}


def quantile(entities, q):
    """numpy's quantile; the clustered variance of the share below it, over a difference quotient of numpy's quantiles."""
    values = np.concatenate(entities)
    found = np.quantile(values, q)
    below = np.column_stack([[np.sum(own <= found) for own in entities], [len(own) for own in entities]]).astype(float)
    _, error = ratio(below)
    z = stats.norm.ppf(q)
    h = (4.5 * stats.norm.pdf(z) ** 4 / (2 * z * z + 1) ** 2 / len(values)) ** 0.2
    low, high = max(0, q - h), min(1, q + h)
    return {"probability": q, "value": found, "error": error * (np.quantile(values, high) - np.quantile(values, low)) / (high - low)}


arms = [arm(400, 0.20), arm(380, 0.26), arm(410, 0.21)]
plain = [ratio(a) for a in arms]
binary = [(rng.random(900) < p).astype(float) for p in (0.3, 0.36)]
z, p = CompareMeans(DescrStatsW(binary[1]), DescrStatsW(binary[0])).ztest_ind(usevar="unequal")
low, high = CompareMeans(DescrStatsW(binary[1]), DescrStatsW(binary[0])).zconfint_diff(usevar="unequal")
p_values = [0.01, 0.04, 0.03, 0.005, 0.9, 0.04]
power = optimize.brentq(lambda n: half_width(0.05, 5000, 0.36, n) + stats.norm.ppf(0.8) * math.sqrt(0.36 / n) - 0.02, 100, 1e6, xtol=1e-6)

latencies = [np.round(rng.lognormal(rng.normal(3, 0.3), 0.5, 1 + rng.poisson(4)), 6) for _ in range(300)]

golden = {
    "arms": [a.astype(int).tolist() for a in arms],
    "ratios": plain,
    "cuped": cuped(arms),
    "binary": [b.astype(int).tolist() for b in binary],
    "zTest": {"difference": binary[1].mean() - binary[0].mean(), "pValue": p, "lower": low, "upper": high},
    "sequences": [sequence(0.05, 5000, 0.36, 1000, 0.03), sequence(0.05, 5000, 0.36, 20000, 0.03), sequence(0.01, 1000, 4.0, 250, -0.4), sequence(0.05, 5000, 1.0, 5000, 0.0)],
    "splits": [split([520, 480], [1, 1]), split([5200, 4800], [50, 50]), split([1000, 1000, 2100], [1, 1, 2]), split([9000, 1100], [9, 1]), split([300, 150], [1, 1]), split([10400, 9600], [1, 1])],
    "horizons": [horizon(0.02, 0.05, 0.8, 0.02, 0.03), horizon(0.02, 0.05, 0.8, 0.008, 0.021), horizon(0.5, 0.0125, 0.9, 0.1, 0.45)],
    "latencies": [own.tolist() for own in latencies],
    "quantiles": [quantile(latencies, q) for q in (0.5, 0.95)],
    "multiple": {"pValues": p_values, "holm": multipletests(p_values, method="holm")[1].tolist(), "benjaminiHochberg": multipletests(p_values, method="fdr_bh")[1].tolist()},
    "power": {"variance": 0.36, "effect": 0.02, "power": 0.8, "entities": power, "fixedHorizonEffect": (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * math.sqrt(0.36 / 10_000)},
}
with open("golden.json", "w", encoding="utf-8") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
